// How one person wants the pages to look and speak: type size, light or dark, and for whom the words are. Kept in the
// cookie `display` (over https `__Host-display`) as JSON {"type":"large","theme":"dark","voice":"elder"}, so that it
// works before any script runs; anything unreadable is the default. In a hall the address may say it: ?voice=child.

const DISPLAY_COOKIE = "display";
const HOST_COOKIE = `__Host-${DISPLAY_COOKIE}`;
export const TYPES = ["normal", "large"] as const;
export const THEMES = ["system", "light", "dark"] as const;
/** For whom: children of 6–12, adults, people over 60. */
export const VOICES = ["child", "adult", "elder"] as const;

export type TypeSize = (typeof TYPES)[number];
export type Theme = (typeof THEMES)[number];
export type Voice = (typeof VOICES)[number];

export interface DisplayPreference {
  type: TypeSize;
  theme: Theme;
  voice: Voice;
}

export const DEFAULT_DISPLAY: DisplayPreference = { type: "normal", theme: "system", voice: "adult" };

/** The field by which a page's script says that it stays where it is. */
export const STAY_FIELD = "stay";

const ONE_YEAR_S = 365 * 24 * 3600;

/** The preference in a Cookie header (null or unreadable: the default). */
export function parseDisplayCookie(header: string | null | undefined): DisplayPreference {
  const pairs = (header ?? "").split(";").map((pair) => pair.trim());
  // A browser sends both to https; the one that only https could set holds.
  const [value] = [HOST_COOKIE, DISPLAY_COOKIE].flatMap((name) =>
    pairs.filter((pair) => pair.startsWith(`${name}=`)).map((pair) => pair.slice(name.length + 1)),
  );
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

/**
 * What was chosen laid over what was; words that are no choice change nothing. The voice for people over 60 brings
 * large type along, and takes it away again.
 */
export function applyDisplay(
  current: DisplayPreference,
  change: { type?: unknown; theme?: unknown; voice?: unknown },
): DisplayPreference {
  const voice = VOICES.find((one) => one === change.voice) ?? current.voice;
  const brought =
    voice === current.voice
      ? current.type
      : voice === "elder"
        ? "large"
        : current.voice === "elder"
          ? "normal"
          : current.type;
  return {
    type: TYPES.find((type) => type === change.type) ?? brought,
    theme: THEMES.find((theme) => theme === change.theme) ?? current.theme,
    voice,
  };
}

/** What a request asks for: the cookie's choice, unless the address names a voice. */
export function readDisplay(cookie: string | null | undefined, address: URL): DisplayPreference {
  return applyDisplay(parseDisplayCookie(cookie), { voice: address.searchParams.get("voice") });
}

/**
 * The Set-Cookie header that keeps the preference for a year. It says nothing about who someone is; no script reads it.
 */
export function serialiseDisplayCookie(preference: DisplayPreference, { secure }: { secure: boolean }): string {
  const value = encodeURIComponent(JSON.stringify(preference));
  return `${secure ? HOST_COOKIE : DISPLAY_COOKIE}=${value}; Path=/; Max-Age=${ONE_YEAR_S}; HttpOnly; SameSite=Lax${secure ? "; Secure" : ""}`;
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

/** Longer is refused at the front. */
const LONGEST_RETURN = 2_048;

/**
 * A path of this site to go back to, never another site: '//evil' and 'https:…' become '/'. So does what no Location
 * can hold; letters beyond ASCII are written as an address writes them.
 */
export function toSafeReturn(path: unknown): string {
  if (typeof path !== "string") return "/";
  if (!/^\/(?![/\\])[^\\\s\p{Cc}\p{Cs}]*$/u.test(path)) return "/";
  const written = path.replace(/[^!-~]+/g, encodeURIComponent);
  return written.length > LONGEST_RETURN ? "/" : written;
}

/** The same path without the voice in its address, so that a choice made by hand holds. */
export function withoutVoice(path: string): string {
  const url = new URL(path, "http://here");
  url.searchParams.delete("voice");
  return url.pathname + url.search;
}
