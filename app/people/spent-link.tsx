import { TextLink } from "~/ui/text-link";
import { SignInPage } from "./sign-in-page";

/** A link that opens nothing any more, and the way on for who has used it already. */
export function SpentLink({ words }: { words: string }) {
  return (
    <SignInPage title="这个链接不能用了" lead={words}>
      <p>
        已经设好的，<TextLink to="/sign-in/staff">去登录</TextLink>。
      </p>
    </SignInPage>
  );
}
