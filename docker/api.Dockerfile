# syntax=docker/dockerfile:1
# The API. With WEIR_ROLE=all it runs jobs too; with workers beside it, WEIR_ROLE=api.
# Build from the repository's root: docker build -f docker/api.Dockerfile .
FROM node:20-bookworm-slim AS build
WORKDIR /weir
COPY . .
RUN npm ci --include=dev && NX_DAEMON=false NEXT_TELEMETRY_DISABLED=1 npm run build

# The same tree with what runs: the packages of this application alone, and the compiled libraries.
FROM node:20-bookworm-slim AS packages
WORKDIR /weir
COPY . .
RUN npm ci --omit=dev --workspace @weir/api --include-workspace-root=false

FROM node:20-bookworm-slim
ENV NODE_ENV=production WEIR_DATA_DIR=/data
WORKDIR /weir
COPY --from=packages /weir/package.json ./
COPY --from=packages /weir/node_modules node_modules
COPY --from=build /weir/libs libs
COPY --from=build /weir/apps/api apps/api
RUN mkdir -p /data/snapshots /data/files && chown -R node:node /data
USER node
EXPOSE 4100
CMD ["node", "apps/api/dist/main.bundle.js"]
