import type { Config } from 'tailwindcss';
import plugin from 'tailwindcss/plugin';

/**
 * The tokens of the product. Every screen uses these names and no raw colour. Three looks share them: light, dark for
 * evenings, and sunlight (black on white, at least 7:1, thick lines), chosen by `data-look` on the page.
 */
const LIGHT = {
  ground: '#f4f6f1',
  surface: '#ffffff',
  raised: '#ffffff',
  sunken: '#e9ede5',
  ink: '#17211b',
  muted: '#53615a',
  line: '#d6dcd3',
  'line-strong': '#7e8b83',
  primary: '#1f6b45',
  'primary-strong': '#165536',
  'on-primary': '#ffffff',
  'primary-soft': '#e1f0e6',
  danger: '#b3261e',
  'on-danger': '#ffffff',
  'danger-soft': '#fce9e6',
  waiting: '#7d4a00',
  'amber-soft': '#fdf0cf',
  decided: '#1a5896',
  'decided-soft': '#e2eefb',
  focus: '#1a5896',
  shade: 'rgb(15 25 20 / 0.45)',
  'line-w': '1px',
} as const;

type Tokens = Record<keyof typeof LIGHT, string>;

const DARK: Tokens = {
  ground: '#0f1411',
  surface: '#19201c',
  raised: '#222b26',
  sunken: '#0a0e0c',
  ink: '#eef3ef',
  muted: '#a9b6ae',
  line: '#37433c',
  'line-strong': '#7c8b82',
  primary: '#7fd1a4',
  'primary-strong': '#9be0ba',
  'on-primary': '#06281a',
  'primary-soft': '#1c3a2b',
  danger: '#ffa196',
  'on-danger': '#3d0905',
  'danger-soft': '#47211c',
  waiting: '#f5c878',
  'amber-soft': '#3d2f11',
  decided: '#a1caf8',
  'decided-soft': '#18314d',
  focus: '#a1caf8',
  shade: 'rgb(0 0 0 / 0.6)',
  'line-w': '1px',
};

const SUN: Tokens = {
  ground: '#ffffff',
  surface: '#ffffff',
  raised: '#ffffff',
  sunken: '#ececec',
  ink: '#000000',
  muted: '#262626',
  line: '#000000',
  'line-strong': '#000000',
  primary: '#00452b',
  'primary-strong': '#003320',
  'on-primary': '#ffffff',
  'primary-soft': '#ffffff',
  danger: '#8a0000',
  'on-danger': '#ffffff',
  'danger-soft': '#ffffff',
  waiting: '#573000',
  'amber-soft': '#ffffff',
  decided: '#00376f',
  'decided-soft': '#ffffff',
  focus: '#000000',
  shade: 'rgb(0 0 0 / 0.6)',
  'line-w': '2px',
};

const variables = (tokens: Tokens) =>
  Object.fromEntries(Object.entries(tokens).map(([name, value]) => [`--t-${name}`, value]));

const { 'line-w': _width, ...colourTokens } = LIGHT;
const colours = Object.fromEntries(Object.keys(colourTokens).map((name) => [name, `var(--t-${name})`]));

export default {
  content: ['./index.html', './src/client/**/*.{ts,tsx}'],
  theme: {
    colors: { transparent: 'transparent', current: 'currentColor', white: '#ffffff', black: '#000000', ...colours },
    fontFamily: {
      sans: [
        'PingFang SC',
        'HarmonyOS Sans SC',
        'MiSans',
        'Noto Sans CJK SC',
        'Microsoft YaHei',
        'system-ui',
        'sans-serif',
      ],
    },
    // In rem on a base of 18 px, so that the reader's own text size still counts.
    fontSize: {
      xs: ['0.78rem', '1.4'],
      sm: ['0.87rem', '1.5'],
      base: ['1rem', '1.5'],
      lg: ['1.14rem', '1.45'],
      xl: ['1.32rem', '1.35'],
      '2xl': ['1.65rem', '1.25'],
      '3xl': ['2.1rem', '1.15'],
      '4xl': ['2.9rem', '1.1'],
    },
    extend: {
      screens: { wide: '1080px' },
      boxShadow: {
        bar: '0 -1px 0 var(--t-line), 0 -6px 16px rgb(20 40 30 / 0.06)',
        lift: '0 8px 30px rgb(10 25 18 / 0.22)',
      },
    },
  },
  plugins: [
    plugin(({ addBase }) => {
      addBase({
        ':root': { ...variables(LIGHT), colorScheme: 'light' },
        ':root[data-look="dark"]': { ...variables(DARK), colorScheme: 'dark' },
        ':root[data-look="sun"]': { ...variables(SUN), colorScheme: 'light' },
      });
    }),
  ],
} satisfies Config;
