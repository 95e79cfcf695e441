// Where who is not signed in is led, and back from there. The way back stands in the address a second time encoded:
// where the front would find that too long, it leads to the page without its filters.

const LONGEST = 1_500;

export function signInAddress(
  { staff }: { staff: boolean },
  { pathname, search }: Pick<URL, "pathname" | "search">,
): string {
  const page = staff ? "/sign-in/staff" : "/sign-in";
  const ways = [pathname + search, pathname].map((way) => `${page}?next=${encodeURIComponent(way)}`);
  return ways.find((way) => way.length <= LONGEST) ?? page;
}
