import { Notice } from "~/ui/notice";

/**
 * The link that sets up a member of staff's password and second factor, one for each address it opens under; shown this
 * once.
 */
export function SetupLink({
  login,
  links,
  within = "三天",
}: {
  login: string;
  links: readonly string[];
  within?: string;
}) {
  const own = links.length === 1 && /^https?:\/\/(localhost|127\.|\[::1\])/.test(links[0]!);
  return (
    <Notice tone="safe" role="status" title={`${login} 的设置链接`}>
      请当面或用可信的方式交给本人，{within}内有效，只能用一次，离开这一页就看不到了。
      {links.length > 1 && (
        <p className="mt-1">是同一个链接的几种写法，给本人能打开的那一种；localhost 只在这台服务器上能打开。</p>
      )}
      {own && <p className="mt-1">这个网址只在这台服务器上能打开，请本人到这台机器上来设。</p>}
      {links.map((link, at) => (
        <code
          key={link}
          className="mt-2 block select-all break-all rounded border border-line bg-card p-2 font-mono text-sm"
          data-setup-link={at === links.length - 1 ? "" : undefined}
        >
          {link}
        </code>
      ))}
    </Notice>
  );
}
