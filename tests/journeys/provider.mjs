// A real OpenID Connect provider in the shape of Entra ID: somebody's address, and the ids of their groups.
// node provider.mjs PORT OFFICE_URL
import Provider from "oidc-provider";

const [port, office] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;
const GROUPS = { "kit@northshire.example": ["9b1d-auditors", "unmapped"] };

const provider = new Provider(issuer, {
  clients: [{ client_id: "sharewell", client_secret: "a-secret-of-the-test", redirect_uris: [`${office}/account/organisation/organisation/back/`] }],
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name", "groups"] },
  conformIdTokenClaims: false,
  pkce: { required: () => true },
  cookies: { keys: ["only for this test"] },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: `id-of-${id}`, email: id, name: id, groups: GROUPS[id] ?? [] }) }),
});
provider.listen(Number(port), "127.0.0.1", () => console.log("listening"));
