/** First in the tab order of every shell: past the navigation, to the page itself. */
export function SkipLink() {
  return (
    <a
      href="#page"
      className="sr-only z-50 rounded-md bg-bronze px-4 py-2 text-bronze-ink focus:not-sr-only focus:fixed focus:left-3 focus:top-3"
    >
      跳到正文
    </a>
  );
}
