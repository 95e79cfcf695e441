/** How https is served at this moment: what the front tells the app and the operator. */
export interface HttpsState {
  port: number;
  /** operator: a certificate of the operator's · local: one of the local authority's */
  source: "operator" | "local";
  notAfter: string;
  names: string[];
  /** SHA-256 of the certificate served, and of the local root when it signed that. */
  fingerprint: string;
  root: string | null;
  /** What stands in the way of what was meant, in a sentence; null when all is well. */
  fault: string | null;
  /** Names and addresses that the local root may not vouch for. */
  beyond: string[];
}
