"""The nouns: frozen msgspec structs without I/O."""
