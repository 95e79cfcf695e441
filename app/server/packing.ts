/** How pages are packed for the wire: past this level they get hardly smaller, and cost more. */
export const PACKING = { level: 5 };
