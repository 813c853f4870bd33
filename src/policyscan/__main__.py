"""``python -m policyscan`` and the console script."""

from __future__ import annotations

from policyscan.cli.app import main

if __name__ == "__main__":
    main()
