# syntax=docker/dockerfile:1
# An engine host without an HTTP API: takes runs from the queue.
# Build from the repository's root: docker build -f docker/worker.Dockerfile .
FROM node:20-bookworm-slim AS build
WORKDIR /weir
COPY . .
RUN npm ci --include=dev && NX_DAEMON=false NEXT_TELEMETRY_DISABLED=1 npm run build

# The same tree with what runs: the packages of this application alone, and the compiled libraries.
FROM node:20-bookworm-slim AS packages
WORKDIR /weir
COPY . .
RUN npm ci --omit=dev --workspace @weir/worker --include-workspace-root=false

FROM node:20-bookworm-slim
ENV NODE_ENV=production WEIR_DATA_DIR=/data
WORKDIR /weir
COPY --from=packages /weir/package.json ./
COPY --from=packages /weir/node_modules node_modules
COPY --from=build /weir/libs libs
COPY --from=build /weir/apps/worker apps/worker
RUN mkdir -p /data/snapshots /data/files && chown -R node:node /data
USER node
CMD ["node", "apps/worker/dist/main.js"]
