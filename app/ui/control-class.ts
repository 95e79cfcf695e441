// The look that every control one types into shares.

export const controlClass =
  "block w-full min-h-tap rounded-md border border-edge bg-card px-3 py-1.5 leading-snug text-ink placeholder:text-muted " +
  "[&[readonly]]:bg-sunk disabled:cursor-not-allowed disabled:bg-sunk disabled:text-muted " +
  "aria-[invalid=true]:border-2 aria-[invalid=true]:border-forbid";
