// A measured number as one reads it: thousands apart, at most six significant digits, very small ones as a power of
// ten.

/** Made once: making one costs a hundred times what using it does. */
const SIX_DIGITS = new Intl.NumberFormat("zh-CN", { maximumSignificantDigits: 6 });
const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";

export function formatPlain(value: number): string {
  if (!Number.isFinite(value)) return "没有";
  const size = Math.abs(value);
  if (size === 0 || size >= 1e-4) return SIX_DIGITS.format(value).replace(/^-/, "−");
  const power = Math.floor(Math.log10(size));
  const digits = String(-power)
    .split("")
    .map((d) => RAISED[Number(d)])
    .join("");
  return `${Number((value / 10 ** power).toPrecision(3))} × 10⁻${digits}`.replace(/^-/, "−");
}
