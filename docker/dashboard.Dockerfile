# syntax=docker/dockerfile:1
# The dashboard. WEIR_API_URL says where it finds the API.
# Build from the repository's root: docker build -f docker/dashboard.Dockerfile .
FROM node:20-bookworm-slim AS build
WORKDIR /weir
COPY . .
RUN npm ci --include=dev && NX_DAEMON=false NEXT_TELEMETRY_DISABLED=1 npm run build

# Next's standalone server carries the packages it needs; its static files lie beside.
FROM node:20-bookworm-slim
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 HOSTNAME=0.0.0.0 PORT=4000
WORKDIR /weir
COPY --from=build /weir/apps/dashboard/.next/standalone ./
COPY --from=build /weir/apps/dashboard/.next/static apps/dashboard/.next/static
USER node
EXPOSE 4000
CMD ["node", "apps/dashboard/server.js"]
