import './mantine-styles.ts';
import './globals.css';
import { ColorSchemeScript, mantineHtmlProps } from '@mantine/core';
import { GeistMono } from 'geist/font/mono';
import { GeistSans } from 'geist/font/sans';
import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { Shell } from '#features/shell/shell.tsx';
import { Providers } from './providers.tsx';

export const metadata: Metadata = {
  title: { default: 'Weir', template: '%s · Weir' },
  description: 'Checkpointed stream jobs: start, watch, snapshot, restore.',
};

export default function RootLayout({ children }: { readonly children: ReactNode }) {
  return (
    <html lang="en" className={`${GeistSans.variable} ${GeistMono.variable}`} {...mantineHtmlProps}>
      <head>
        <ColorSchemeScript defaultColorScheme="auto" />
      </head>
      <body>
        <Providers>
          <Shell>{children}</Shell>
        </Providers>
      </body>
    </html>
  );
}
