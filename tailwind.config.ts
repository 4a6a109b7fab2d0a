import type { Config } from "tailwindcss";

const token = (name: string) => `var(--${name})`;

/** A state's four tones: its text, the soft ground under it, the line around it, the solid of a bar. */
const state = (name: string) => ({
  DEFAULT: token(name),
  soft: token(`${name}-soft`),
  line: token(`${name}-line`),
  solid: token(`${name}-solid`),
});

/** The tokens of globals.css as utilities; corners come from --radius: md 6 px, lg 8 px, xl 12 px. */
export default {
  content: ["./src/**/*.{ts,tsx}"],
  theme: {
    extend: {
      screens: { desk: "56.25rem", wide: "70rem" },
      colors: {
        bg: token("bg"),
        "surface-2": token("surface-2"),
        "surface-3": token("surface-3"),
        line: { DEFAULT: token("line"), strong: token("line-strong"), field: token("line-field") },
        text: {
          DEFAULT: token("text"),
          2: token("text-2"),
          3: token("text-3"),
          "on-accent": token("text-on-accent"),
        },
        "accent-line": token("accent-line"),
        "accent-text": token("accent-text"),
        live: state("live"),
        pending: state("pending"),
        expiring: state("expiring"),
        refused: state("refused"),
        ended: state("ended"),
        chart: {
          1: token("chart-1"),
          "1-soft": token("chart-1-soft"),
          2: token("chart-2"),
          grid: token("chart-grid"),
        },
        code: {
          key: token("code-key"),
          string: token("code-str"),
          number: token("code-num"),
          comment: token("code-dim"),
        },
      },
      fontFamily: { sans: [token("sans")], mono: [token("mono")] },
      fontSize: {
        12: ["12px", "16px"],
        13: ["13px", "20px"],
        14: ["14px", "20px"],
        15: ["15px", "24px"],
        16: ["16px", "24px"],
        20: ["20px", "28px"],
        24: ["24px", "32px"],
      },
      boxShadow: { card: token("shadow-1"), pop: token("shadow-2") },
      maxWidth: { page: "1280px" },
      transitionTimingFunction: { ease: token("ease") },
    },
  },
} satisfies Config;
