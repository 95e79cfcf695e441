// How one person wants the pages to look: type size and light or dark. Kept in the cookie `display` as JSON
// {"type":"large","theme":"dark"}, so that it works before any script runs; anything unreadable is the default.

export const DISPLAY_COOKIE = "display";
export const TYPES = ["normal", "large"] as const;
export const THEMES = ["system", "light", "dark"] as const;

export type TypeSize = (typeof TYPES)[number];
export type Theme = (typeof THEMES)[number];

export interface DisplayPreference {
  type: TypeSize;
  theme: Theme;
}

export const DEFAULT_DISPLAY: DisplayPreference = { type: "normal", theme: "system" };

const ONE_YEAR_S = 365 * 24 * 3600;

/** The preference in a Cookie header (null or unreadable: the default). */
export function parseDisplayCookie(header: string | null | undefined): DisplayPreference {
  const value = (header ?? "")
    .split(";")
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(`${DISPLAY_COOKIE}=`))
    ?.slice(DISPLAY_COOKIE.length + 1);
  return value ? parseDisplay(value) : DEFAULT_DISPLAY;
}

/** The preference in the cookie's value, still percent-encoded or not. */
export function parseDisplay(value: string): DisplayPreference {
  try {
    const raw: unknown = JSON.parse(decodeURIComponent(value));
    return applyDisplay(DEFAULT_DISPLAY, typeof raw === "object" && raw !== null ? raw : {});
  } catch {
    return DEFAULT_DISPLAY;
  }
}

/** What was chosen laid over what was; words that are no choice change nothing. */
export function applyDisplay(
  current: DisplayPreference,
  change: { type?: unknown; theme?: unknown },
): DisplayPreference {
  return {
    type: TYPES.find((type) => type === change.type) ?? current.type,
    theme: THEMES.find((theme) => theme === change.theme) ?? current.theme,
  };
}

/** The Set-Cookie header that keeps the preference for a year. It says nothing about who someone is. */
export function serialiseDisplayCookie(preference: DisplayPreference): string {
  const value = encodeURIComponent(JSON.stringify(preference));
  return `${DISPLAY_COOKIE}=${value}; Path=/; Max-Age=${ONE_YEAR_S}; SameSite=Lax`;
}

/** Attributes for <html>; without an explicit theme the system decides. */
export function toDisplayAttributes(preference: DisplayPreference): {
  "data-type"?: "large";
  "data-theme"?: "light" | "dark";
} {
  return {
    ...(preference.type === "large" && { "data-type": "large" as const }),
    ...(preference.theme !== "system" && { "data-theme": preference.theme }),
  };
}

/** A path of this site to go back to, never another site: '//evil' and 'https:…' become '/'. */
export function toSafeReturn(path: unknown): string {
  if (typeof path !== "string") return "/";
  return /^\/(?![/\\])[^\\\s]*$/.test(path) ? path : "/";
}
