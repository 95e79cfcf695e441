import type { Config } from "tailwindcss";
import plugin from "tailwindcss/plugin";
import { DARK, LIGHT, toCssVariables } from "./app/ui/tokens";

const colors = Object.fromEntries(Object.keys(LIGHT).map((name) => [name, `rgb(var(--${name}) / <alpha-value>)`]));

const light = { ...toCssVariables(LIGHT), "color-scheme": "light" };
const dark = { ...toCssVariables(DARK), "color-scheme": "dark" };

export default {
  content: ["./app/**/*.{ts,tsx}", "./scenes/**/*.{ts,tsx}"],
  // Colours change by themselves; `dark:` is for the rare rest (a picture's opacity, a shadow).
  darkMode: [
    "variant",
    ['@media (prefers-color-scheme: dark) { :root:not([data-theme="light"]) & }', ':root[data-theme="dark"] &'],
  ],
  theme: {
    colors: { ...colors, transparent: "transparent", current: "currentColor", inherit: "inherit" },
    fontFamily: { sans: "var(--font-sans)", mono: "var(--font-mono)" },
    fontSize: {
      // rem follows html: 17 px on a phone, 16 on a desk, 22 in large type (app/styles/base.css).
      xs: ["0.8125rem", "1.6"],
      sm: ["0.875rem", "1.65"],
      base: ["1rem", "1.75"],
      lg: ["1.125rem", "1.7"],
      xl: ["1.25rem", "1.6"],
      "2xl": ["1.5rem", "1.45"],
      "3xl": ["1.875rem", "1.35"],
      "4xl": ["2.375rem", "1.25"],
      "5xl": ["3.25rem", "1.15"],
      hall: ["4.5rem", "1.15"],
    },
    transitionDuration: { DEFAULT: "120ms", 120: "120ms", 150: "150ms" },
    extend: {
      borderColor: { DEFAULT: "rgb(var(--line) / <alpha-value>)" },
      borderRadius: { DEFAULT: "4px", md: "6px", lg: "8px" },
      boxShadow: { sheet: "0 1px 2px rgb(36 33 28 / 0.06)", float: "0 6px 24px rgb(36 33 28 / 0.16)" },
      // 38 Chinese characters a line at most; 1em is one character.
      maxWidth: { prose: "38em", page: "75rem", phone: "34rem" },
      minHeight: { tap: "var(--tap)" },
      minWidth: { tap: "var(--tap)" },
      height: { tap: "var(--tap)" },
      width: { tap: "var(--tap)" },
      ringColor: { DEFAULT: "rgb(var(--focus))" },
    },
  },
  plugins: [
    plugin(({ addBase, addVariant }) => {
      addBase({
        ":root": light,
        "@media (prefers-color-scheme: dark)": { ':root:not([data-theme="light"])': dark },
        ':root[data-theme="dark"]': dark,
        "@media print": { ':root, :root:not([data-theme="light"]), :root[data-theme="dark"]': light },
        ".print-sheet": light, // paper is white at night too
      });
      addVariant("large", ':root[data-type="large"] &');
      addVariant("touch", "@media (pointer: coarse)");
      addVariant("still", "@media (prefers-reduced-motion: reduce)");
    }),
  ],
} satisfies Config;
