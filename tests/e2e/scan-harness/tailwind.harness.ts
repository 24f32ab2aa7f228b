import type { Config } from 'tailwindcss';

/** The colour names the scan screens use, with plain values, so that the harness needs nothing of the product's theme. */
export default {
  content: ['./index.html', '../../../src/client/**/*.tsx'],
  theme: {
    extend: {
      colors: {
        surface: '#ffffff',
        ink: '#1c1f1d',
        primary: '#2f6b4a',
        'on-primary': '#ffffff',
        line: '#8a948e',
        danger: '#b3261e',
        'amber-soft': '#fdf0cf',
      },
    },
  },
} satisfies Config;
