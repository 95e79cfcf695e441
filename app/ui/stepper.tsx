import { clsx } from "clsx";
import { Check } from "lucide-react";

export interface StepperProps {
  label: string;
  steps: readonly string[];
  /** Index of the step one is at; steps.length when all are done. */
  current: number;
}

export function Stepper({ label, steps, current }: StepperProps) {
  return (
    <ol aria-label={label} className="flex flex-wrap gap-x-6 gap-y-2">
      {steps.map((step, at) => (
        <li
          key={step}
          aria-current={at === current ? "step" : undefined}
          className={clsx("flex items-center gap-2", at === current ? "font-semibold" : "text-muted")}
        >
          <span
            aria-hidden
            className={clsx(
              "grid size-7 place-items-center rounded-full border text-sm",
              at < current && "border-bronze bg-bronze text-bronze-ink",
              at === current && "border-2 border-bronze text-bronze",
              at > current && "border-edge",
            )}
          >
            {at < current ? <Check className="size-4" /> : at + 1}
          </span>
          {step}
          {at < current && <span className="sr-only">（已完成）</span>}
        </li>
      ))}
    </ol>
  );
}
