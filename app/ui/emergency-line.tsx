import { clsx } from "clsx";

/**
 * Above every drill and on every public page. The numbers are words; with `dials`, on pages outside of a scene alone, a
 * tap really calls.
 */
export function EmergencyLine({ dials = false, className }: { dials?: boolean; className?: string }) {
  return (
    <p className={clsx("text-ink", className)}>
      真的遇险，请立即拨打 <CallNumber digits="119" who="消防" dials={dials} /> 或{" "}
      <CallNumber digits="120" who="急救" dials={dials} />
    </p>
  );
}

function CallNumber({ digits, who, dials }: { digits: string; who: string; dials: boolean }) {
  return (
    <span className="whitespace-nowrap">
      {dials ? (
        <a
          href={`tel:${digits}`}
          aria-label={`${digits}，真的拨打${who}`}
          className="font-semibold text-ink underline underline-offset-4 touch:inline-flex touch:min-h-tap touch:min-w-tap touch:items-center touch:justify-center"
        >
          {digits}
        </a>
      ) : (
        <strong>{digits}</strong>
      )}
      （{who}）
    </span>
  );
}
