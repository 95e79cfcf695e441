// The front page's own words for each published scene: where it belongs and what happens there. A scene without a row
// here stands in no list by place; a row without a published scene is not shown. Places and dangers are the keys of
// app/ui/pictures/scene-pictures: tests/house/scenes.test.ts holds all three.
import { z } from "zod";
import { Slug } from "./basis";

export const FrontPage = z.array(
  z.strictObject({ scene: Slug, place: Slug, danger: Slug, summary: z.string().min(8).max(80) }),
);
export type FrontPage = z.infer<typeof FrontPage>;
