import type { NextConfig } from 'next';
import { fileURLToPath } from 'node:url';

const repositoryRoot = fileURLToPath(new URL('../..', import.meta.url));

const config: NextConfig = {
  output: 'standalone',
  outputFileTracingRoot: repositoryRoot,
  turbopack: { root: repositoryRoot },
  transpilePackages: ['@weir/api-client'],
  reactStrictMode: true,
  poweredByHeader: false,
  // A stream of events says itself that it is not to be held back: forward-to-api.ts.
  compress: true,
  experimental: { optimizePackageImports: ['@mantine/core', '@mantine/hooks', '@mantine/notifications'] },
  devIndicators: false,
  // A page of another site that shows this one in a frame could have its buttons pressed.
  headers: () =>
    Promise.resolve([
      {
        source: '/:path*',
        headers: [
          { key: 'Content-Security-Policy', value: "frame-ancestors 'none'; base-uri 'self'; object-src 'none'" },
          { key: 'X-Frame-Options', value: 'DENY' },
          { key: 'X-Content-Type-Options', value: 'nosniff' },
          { key: 'Referrer-Policy', value: 'no-referrer' },
        ],
      },
    ]),
  // `npm run verify` checks the types; a first `npm start` need not wait for it.
  typescript: { ignoreBuildErrors: true },
};

export default config;
