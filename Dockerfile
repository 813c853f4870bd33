# policyscan with OCR and LibreOffice, for a machine without Python:
#   docker build -t policyscan . && docker run --rm --network none -v "$PWD:/work" policyscan classify 某省规划.pdf
FROM python:3.12-slim-bookworm AS build
WORKDIR /build
COPY . .
RUN python -m pip wheel --no-cache-dir --wheel-dir /wheels '.[ocr,plot,parquet,dask]'

FROM python:3.12-slim-bookworm
RUN apt-get update -q \
 && DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends libreoffice-writer-nogui fonts-noto-cjk libgl1 libglib2.0-0 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --create-home analyst
RUN --mount=type=bind,from=build,source=/wheels,target=/wheels \
    python -m pip install --no-cache-dir --no-index --find-links /wheels 'policyscan[ocr,plot,parquet,dask]'
# Documents are hostile until read: not as root.
USER analyst
WORKDIR /work
ENV PYTHONUTF8=1 LANG=zh_CN.UTF-8
ENTRYPOINT ["policyscan"]
