import { clsx } from "clsx";

/** Above every drill and on every public page. Outside a scene the numbers can be dialled; inside one a call never dials. */
export function EmergencyLine({ dials = true, className }: { dials?: boolean; className?: string }) {
  const number = (digits: string, who: string) =>
    dials ? (
      <a href={`tel:${digits}`} className="whitespace-nowrap font-semibold text-ink underline underline-offset-4" aria-label={`拨打 ${digits}，${who}`}>
        {digits}
      </a>
    ) : (
      <strong className="whitespace-nowrap">{digits}</strong>
    );
  return (
    <p className={clsx("text-ink", className)}>
      真的遇险，请立即拨打 {number("119", "消防")}（消防）或 {number("120", "急救")}（急救）
    </p>
  );
}
