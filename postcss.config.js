import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import autoprefixer from "autoprefixer";
import postcss from "postcss";
import tailwindcss from "tailwindcss";

const SHIPPED = new URL("public/fonts/shipped.css", import.meta.url);

/** `@shipped-fonts;` becomes the faces that scripts/build-fonts.mjs made; before it ran, the system's face is used. */
const shippedFonts = {
  postcssPlugin: "anding-shipped-fonts",
  Once(sheet) {
    sheet.walkAtRules("shipped-fonts", (rule) => {
      rule.replaceWith(
        existsSync(SHIPPED) ? postcss.parse(readFileSync(SHIPPED, "utf8"), { from: fileURLToPath(SHIPPED) }).nodes : [],
      );
    });
  },
};

export default { plugins: [shippedFonts, tailwindcss(), autoprefixer()] };
