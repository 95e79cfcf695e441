export type Chance = () => number;
export interface Request {
  method: string;
  path: string;
  authorization: string;
  body: string | null;
}
export interface Reply {
  status: number;
  body: string;
}
