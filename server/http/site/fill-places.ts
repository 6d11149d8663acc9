/** A place in the template or in a shell: `<!--head-->` or `%lang%`. */
const PLACE = /<!--\w+-->|%\w+%/g;

/** @param places HTML by its place. What is inserted is never searched for places. Unknown places stay */
export function fillPlaces(html: string, places: ReadonlyMap<string, string>): string {
  return html.replace(PLACE, (place) => places.get(place) ?? place);
}

export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}

/** JSON that cannot end the element it stands in, whatever its texts say. */
export const jsonInHtml = (value: object): string => JSON.stringify(value).replaceAll('<', '\\u003c');
