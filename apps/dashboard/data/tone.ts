/** What a colour means; the icon and the word beside it say the same. */
export const tones = ['ok', 'busy', 'warn', 'bad', 'idle'] as const;
export type Tone = (typeof tones)[number];

/** Names of the icons that states use; `components/state-icon.tsx` draws them. */
export type StateIconName = 'dot' | 'play' | 'spin' | 'check' | 'cross' | 'pause' | 'stop' | 'alert';

export interface StateLook {
  readonly label: string;
  readonly tone: Tone;
  readonly icon: StateIconName;
  /** One sentence for the tooltip. */
  readonly meaning: string;
}
