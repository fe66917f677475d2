import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

const tide: MantineColorsTuple = [
  '#e5f6f7',
  '#cdeaed',
  '#9cd5dc',
  '#68bfca',
  '#41adbb',
  '#2aa2b2',
  '#178f9f',
  '#0b7d8c',
  '#006c7a',
  '#005a66',
];

const dark: MantineColorsTuple = [
  '#d5dbe2',
  '#b4bdc8',
  '#8f9baa',
  '#657181',
  '#333d49',
  '#28313b',
  '#1b222a',
  '#12171d',
  '#0d1116',
  '#080b0e',
];

/** The product's look: one accent, cool greys, small radii, a dense type scale. */
export const theme = createTheme({
  primaryColor: 'tide',
  primaryShade: { light: 7, dark: 7 },
  colors: { tide, dark },
  autoContrast: false,
  fontFamily: 'var(--font-geist-sans), ui-sans-serif, system-ui, sans-serif',
  fontFamilyMonospace: 'var(--font-geist-mono), ui-monospace, SFMono-Regular, Menlo, monospace',
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  headings: {
    fontWeight: '600',
    sizes: { h1: { fontSize: '1.375rem' }, h2: { fontSize: '1rem' }, h3: { fontSize: '0.875rem' } },
  },
  radius: { xs: '3px', sm: '5px', md: '7px', lg: '10px', xl: '16px' },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: 'xs' } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray' } },
    Tooltip: { defaultProps: { withArrow: true, openDelay: 250, multiline: true, maw: 360 } },
    Modal: {
      defaultProps: { centered: true, radius: 'md', overlayProps: { backgroundOpacity: 0.5, blur: 2 } },
      styles: {
        content: { background: 'var(--surface)', border: '1px solid var(--line-strong)' },
        header: { background: 'var(--surface)' },
        title: { fontWeight: 600, lineHeight: 1.35, overflowWrap: 'anywhere' },
      },
    },
    TextInput: { defaultProps: { size: 'sm' } },
    NumberInput: { defaultProps: { size: 'sm' } },
  },
});

const both = {
  '--mantine-color-body': 'var(--surface-page)',
  '--mantine-color-text': 'var(--ink)',
  '--mantine-color-dimmed': 'var(--ink-3)',
  '--mantine-color-default-border': 'var(--line-strong)',
};

/** Ties the library's colours to those of `globals.css`. Links keep a contrast of 4.5 also on a hovered row. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: { ...both, '--mantine-color-anchor': '#086877' },
  dark: {
    ...both,
    '--mantine-color-anchor': '#5cc3d1',
    '--mantine-color-default': '#1b222a',
    '--mantine-color-default-hover': '#222b35',
  },
});
