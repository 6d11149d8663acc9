# Builds the image from this checkout: docker build -t sotto .
FROM node:24-bookworm-slim AS build
# binutils has `strip`, which makes the executable a tenth smaller.
RUN apt-get update && apt-get install --yes --no-install-recommends binutils && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run build:binary

FROM debian:bookworm-slim
RUN groupadd --gid 10001 sotto \
  && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /data --shell /usr/sbin/nologin sotto \
  && install --directory --owner 10001 --group 10001 --mode 700 /data /keys
COPY --from=build /src/dist/sotto /usr/local/bin/sotto
USER 10001:10001
WORKDIR /data
VOLUME /data
ENV SOTTO_HOST=0.0.0.0 SOTTO_PORT=3000 SOTTO_DATA_DIR=/data
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s CMD ["/usr/local/bin/sotto", "health"]
ENTRYPOINT ["/usr/local/bin/sotto"]
CMD ["serve"]
