// An authorization server: private_key_jwt by the issuer's name alone (7523bis), DPoP (RFC 9449), access tokens of
// RFC 9068, signed by `jose`.
//
//   node issuer.mjs [--algorithms ES256,RS256,PS256,Ed25519] [--nonce]
//
// It has a key for each of its algorithms, ES256 unless told otherwise; the first signs what the token endpoint issues.
// It tells `listening ORIGIN`; ORIGIN is also the issuer. What it is told to do is posted, as JSON:
//   /control/sign     {alg, header, claims, without, jkt}   a token as asked, right or wrong
//   /control/client   {client_id, jwks, audience, scope, bound}
//   /control/nonce    {required, expire}                    whether the token endpoint demands nonces
//   /control/rotate   {alg, retire}                         a new key signs; the old stay published unless retired
//   /control/seen     {}                                    the last request for a token as it was received, and how many
import './webcrypto.mjs';
import * as jose from 'jose';
import { Nonces, Refusal, Seen, count, options, serve } from './service.mjs';

// Of clients.
const ALGORITHMS = ['ES256', 'RS256', 'PS256', 'Ed25519'];
const ASSERTION = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const LONGEST_ASSERTION = 300;
const PROOF_WINDOW = 60;
const TOKEN_LIFE = 300;

const { algorithms, nonce } = options({
  algorithms: { type: 'string', default: 'ES256' },
  nonce: { type: 'boolean', default: false },
});
const signatures = algorithms.split(',');
const nonces = new Nonces(nonce);
const assertions = new Seen();
const proofs = new Seen();
const clients = new Map();
let keys = [];
let seen = {};
let asked = 0;

const { origin: issuer, ready } = await serve(handle);
const tokenEndpoint = `${issuer}/token`;
for (const alg of signatures) {
  await addKey(alg);
}
ready();

async function addKey(alg) {
  const { publicKey, privateKey } = await jose.generateKeyPair(alg, { extractable: true });
  const jwk = await jose.exportJWK(publicKey);
  const key = { alg, kid: await jose.calculateJwkThumbprint(jwk), jwk, privateKey };
  keys = [key, ...keys];
  return key;
}

function keyOf(alg) {
  const key = keys.find((candidate) => candidate.alg === alg);
  if (key === undefined) {
    throw new Refusal(400, { error: 'invalid_request', error_description: `no key for ${alg}` });
  }
  return key;
}

async function handle(request) {
  const answers = {
    'GET /.well-known/oauth-authorization-server': metadata,
    'GET /.well-known/openid-configuration': metadata,
    'GET /jwks': jwks,
    'POST /token': token,
    'POST /control/sign': sign,
    'POST /control/client': client,
    'POST /control/nonce': demandNonces,
    'POST /control/rotate': rotate,
    'POST /control/seen': () => ({ body: seen }),
  };
  const answer = answers[`${request.method} ${request.path}`];
  if (answer === undefined) {
    throw new Refusal(404, { error: 'not_found' });
  }
  return answer(request);
}

function metadata() {
  return {
    body: {
      issuer,
      token_endpoint: tokenEndpoint,
      jwks_uri: `${issuer}/jwks`,
      response_types_supported: [],
      grant_types_supported: ['client_credentials'],
      token_endpoint_auth_methods_supported: ['private_key_jwt'],
      token_endpoint_auth_signing_alg_values_supported: ALGORITHMS,
      dpop_signing_alg_values_supported: ALGORITHMS,
    },
  };
}

function jwks() {
  return { body: { keys: keys.map(({ alg, kid, jwk }) => ({ ...jwk, kid, alg, use: 'sig' })) } };
}

async function sign({ body }) {
  const { alg = signatures[0], header = {}, claims = {}, without = [], jkt } = JSON.parse(body);
  return { body: { access_token: await accessToken(keyOf(alg), header, confirmed(claims, jkt), without) } };
}

function confirmed(claims, jkt) {
  return jkt === undefined ? claims : { cnf: { jkt }, ...claims };
}

/** RFC 9068 section 2, except for what is overridden or left out. */
async function accessToken(key, header, claims, without = []) {
  const now = Math.floor(Date.now() / 1000);
  const payload = {
    iss: issuer,
    sub: claims.client_id ?? 'billing',
    aud: 'https://orders.internal',
    client_id: 'billing',
    scope: 'orders:read',
    iat: now,
    exp: now + TOKEN_LIFE,
    jti: crypto.randomUUID(),
    ...claims,
  };
  const protectedHeader = { alg: key.alg, typ: 'at+jwt', kid: key.kid, ...header };
  for (const name of without) {
    delete payload[name];
    delete protectedHeader[name];
  }
  return new jose.SignJWT(payload).setProtectedHeader(protectedHeader).sign(key.privateKey);
}

function client({ body }) {
  const { client_id, jwks, audience, scope = '', bound = true } = JSON.parse(body);
  clients.set(client_id, { keys: jose.createLocalJWKSet(jwks), audience, scope: scope.split(' '), bound });
  return { body: {} };
}

function demandNonces({ body }) {
  const { required = true, expire = false } = JSON.parse(body);
  nonces.required = required;
  if (expire) {
    nonces.expire();
  }
  return { body: {} };
}

async function rotate({ body }) {
  const { alg = signatures[0], retire = false } = JSON.parse(body);
  if (retire) {
    keys = keys.filter((key) => key.alg !== alg);
  }
  const { kid } = await addKey(alg);
  return { body: { kid } };
}

async function token(request) {
  if (!request.headers['content-type']?.startsWith('application/x-www-form-urlencoded')) {
    throw new Refusal(400, { error: 'invalid_request', error_description: 'not a form' });
  }
  const form = new URLSearchParams(request.body);
  asked++;
  seen = { asked, form: Object.fromEntries([...form].filter(([name]) => name !== 'client_assertion')), dpop: null };
  if (form.get('grant_type') !== 'client_credentials') {
    throw new Refusal(400, { error: 'unsupported_grant_type' });
  }
  const { clientId, registered } = await authenticate(form);
  const jkt = await provenKey(request, registered.bound);
  const scope = granted(form.get('scope'), registered.scope);
  const claims = { client_id: clientId, sub: clientId, aud: registered.audience, scope };
  return {
    headers: { 'Cache-Control': 'no-store', ...nonces.header() },
    body: {
      access_token: await accessToken(keyOf(signatures[0]), {}, confirmed(claims, jkt)),
      token_type: jkt === undefined ? 'Bearer' : 'DPoP',
      expires_in: TOKEN_LIFE,
      scope,
    },
  };
}

async function authenticate(form) {
  const invalid = (why) => new Refusal(400, { error: 'invalid_client', error_description: why });
  if (form.get('client_assertion_type') !== ASSERTION || form.getAll('client_assertion').length !== 1) {
    throw invalid('no client assertion');
  }
  const assertion = form.get('client_assertion');
  let claims;
  let header;
  try {
    claims = jose.decodeJwt(assertion);
    header = jose.decodeProtectedHeader(assertion);
  } catch {
    throw invalid('not a JWT');
  }
  seen.assertion = { header, claims };
  const registered = clients.get(claims.sub);
  if (registered === undefined || (form.has('client_id') && form.get('client_id') !== claims.sub)) {
    throw invalid('unknown client');
  }
  try {
    await jose.jwtVerify(assertion, registered.keys, {
      algorithms: ALGORITHMS,
      issuer: claims.sub,
      requiredClaims: ['iss', 'sub', 'aud', 'exp', 'jti'],
    });
  } catch (e) {
    throw invalid(e.code ?? String(e));
  }
  // 7523bis section 4: the issuer identifier as the sole value.
  const audiences = [claims.aud].flat();
  if (audiences.length !== 1 || audiences[0] !== issuer) {
    throw invalid('aud is not the issuer alone');
  }
  const ahead = claims.exp - Date.now() / 1000;
  if (ahead > LONGEST_ASSERTION) {
    throw invalid('exp is too far ahead');
  }
  if (!assertions.add(`${claims.sub} ${claims.jti}`, ahead)) {
    throw invalid('jti was used before');
  }
  return { clientId: claims.sub, registered };
}

/** RFC 9449 section 4.3, as far as it concerns a token endpoint. */
async function provenKey(request, demanded) {
  const proofsGiven = count(request, 'dpop');
  if (proofsGiven === 0 && !demanded) {
    return undefined;
  }
  const invalid = (why) => new Refusal(400, { error: 'invalid_dpop_proof', error_description: why }, nonces.header());
  if (proofsGiven !== 1) {
    throw invalid(`${proofsGiven} proofs`);
  }
  let proof;
  try {
    proof = await jose.jwtVerify(request.headers.dpop, jose.EmbeddedJWK, {
      typ: 'dpop+jwt',
      algorithms: ALGORITHMS,
      requiredClaims: ['jti', 'htm', 'htu', 'iat'],
    });
  } catch (e) {
    throw invalid(e.code ?? String(e));
  }
  const { jti, htm, htu, iat, nonce: shown } = proof.payload;
  const { jwk } = proof.protectedHeader;
  seen.dpop = { header: proof.protectedHeader, claims: proof.payload };
  if (['d', 'p', 'q', 'dp', 'dq', 'qi', 'k'].some((member) => member in jwk)) {
    throw invalid('a private key');
  }
  if (htm !== 'POST' || htu !== tokenEndpoint) {
    throw invalid('htm or htu');
  }
  if (!nonces.accepts(shown)) {
    throw new Refusal(400, { error: 'use_dpop_nonce', error_description: 'a nonce is demanded' }, nonces.header());
  }
  if (!(Math.abs(Date.now() / 1000 - iat) <= PROOF_WINDOW)) {
    throw invalid('iat');
  }
  const jkt = await jose.calculateJwkThumbprint(jwk);
  if (!proofs.add(`${jkt} ${jti}`, 2 * PROOF_WINDOW)) {
    throw invalid('jti was used before');
  }
  return jkt;
}

function granted(asked, allowed) {
  const scopes = asked === null ? allowed : asked.split(' ');
  if (scopes.some((scope) => !allowed.includes(scope))) {
    throw new Refusal(400, { error: 'invalid_scope' });
  }
  return scopes.join(' ');
}
