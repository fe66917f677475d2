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
  // Events pass through this server one by one; compression would hold them back in its window.
  compress: false,
  devIndicators: false,
  // `npm run verify` checks the types; a first `npm start` need not wait for it.
  typescript: { ignoreBuildErrors: true },
};

export default config;
