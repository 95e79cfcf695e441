/** Looks of a button over the picture. */
export const chip =
  "pointer-events-auto inline-flex min-h-[44px] min-w-[44px] items-center justify-center gap-2 rounded-md border border-[#fbf8f1]/25 bg-[#14130f]/70 px-3 text-[#fbf8f1] hover:bg-[#14130f]/90";
