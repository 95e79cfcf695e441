import { LinkButton } from "./button";
import { ErrorPage } from "./error-page";
import { TextLink } from "./text-link";

// What stands where a zone is shut: by plain http from elsewhere, or because another process serves that part.

export type ZoneRefusal = { refused: "insecure"; https: string | null } | { refused: "elsewhere"; open: string[] };

export const isZoneRefusal = (data: unknown): data is ZoneRefusal =>
  typeof data === "object" &&
  data !== null &&
  "refused" in data &&
  (data.refused === "insecure" || data.refused === "elsewhere");

export function ZonePage({ refusal }: { refusal: ZoneRefusal }) {
  return refusal.refused === "insecure" ? <Insecure https={refusal.https} /> : <Elsewhere open={refusal.open} />;
}

function Insecure({ https }: { https: string | null }) {
  return (
    <ErrorPage
      title="这一页要用 https 地址打开"
      safe="您现在用的是 http 地址，同一网络里的别人能看到经过的密码、证件号和答案，所以登录、学习、考试和工作页面在这里都不开放。没有写入任何内容。"
      todo={
        https ? (
          <>
            请改用 <code className="break-all font-mono">{https}</code>
            。浏览器第一次提示“不安全”时，先按说明装上本单位的根证书，不要跳过提示。
          </>
        ) : (
          "这台服务器还没有打开 https，请告诉系统管理员：启动时设置 HTTPS_PORT。"
        )
      }
      actions={
        <>
          {https && (
            <LinkButton look="main" to={https} reloadDocument>
              用 https 打开
            </LinkButton>
          )}
          {https && (
            <LinkButton to="/trust" reloadDocument>
              怎样装根证书
            </LinkButton>
          )}
          <p className="flex min-h-tap w-full flex-wrap items-center gap-x-6 pt-2">
            <span className="text-muted">在这个地址也能用：</span>
            <TextLink to="/">自救演练</TextLink>
            <TextLink to="/verify">证书查验</TextLink>
          </p>
        </>
      }
    />
  );
}

const ZONE_LINKS: Record<string, { to: string; label: string }> = {
  public: { to: "/", label: "自救体验馆" },
  learn: { to: "/me", label: "学员页面" },
  exam: { to: "/exam", label: "考生页面" },
  staff: { to: "/sign-in/staff", label: "工作人员登录" },
};

function Elsewhere({ open }: { open: string[] }) {
  return (
    <ErrorPage
      title="这一页在别的地址"
      safe="链接没有坏：这台服务器只开放一部分页面，您要的这一页由本单位的另一个地址提供。"
      todo="请向给您链接的人要那个地址。这里开放的是："
      actions={open.flatMap((zone) =>
        ZONE_LINKS[zone]
          ? [
              <LinkButton key={zone} to={ZONE_LINKS[zone].to} reloadDocument>
                {ZONE_LINKS[zone].label}
              </LinkButton>,
            ]
          : [],
      )}
    />
  );
}
