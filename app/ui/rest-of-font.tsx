/** Faces for characters outside the interface's own subset (people's and villages' names). At the end of the body, so
 *  that nothing waits for it; a browser fetches only the slices whose characters stand on the page. */
export function RestOfFont() {
  return <link rel="stylesheet" href="/fonts/rest.css" media="(min-width: 64rem)" />;
}
