// A resource server that leaves the judgement to `oauth4webapi`: access tokens of RFC 9068, and their proofs if bound.
//
//   node resource.mjs --issuer URL --audience NAME [--scope NAME] [--bound] [--nonce]
//
// It tells `listening ORIGIN`, and answers every path: 200 {client_id, sub, scope, bound, method, path, requests}, or 401 or 403
// with a challenge; the body says why, in the library's words. An issuer with a certificate of its own is trusted by NODE_EXTRA_CA_CERTS.
import './webcrypto.mjs';
import * as jose from 'jose';
import * as oauth from 'oauth4webapi';
import { Nonces, Refusal, Seen, count, options, serve } from './service.mjs';

// As long as the library accepts a proof: five minutes to either side.
const PROOF_LIFE = 600;

const { issuer, audience, scope, bound, nonce } = options({
  issuer: { type: 'string' },
  audience: { type: 'string' },
  scope: { type: 'string' },
  bound: { type: 'boolean', default: false },
  nonce: { type: 'boolean', default: false },
});
const loopback = { [oauth.allowInsecureRequests]: issuer.startsWith('http://127.0.0.1:') };
const identifier = new URL(issuer);
const server = await oauth.processDiscoveryResponse(identifier, await oauth.discoveryRequest(identifier, loopback));
const nonces = new Nonces(nonce);
const proofs = new Seen();
let requests = 0;

(await serve(handle)).ready();

async function handle(request) {
  requests++;
  if (request.headers.authorization === undefined) {
    throw refuse(401, bound ? 'DPoP' : 'Bearer');
  }
  const scheme = /^dpop /i.test(request.headers.authorization) ? 'DPoP' : 'Bearer';
  if (count(request, 'authorization') !== 1 || count(request, 'dpop') > 1) {
    throw refuse(401, scheme, 'invalid_request', 'a header twice');
  }
  // Nonces and replays are the caller's business, says the library.
  const proof = proofOf(request);
  if (proof !== undefined && !nonces.accepts(proof.nonce)) {
    throw refuse(401, scheme, 'use_dpop_nonce', 'a nonce is demanded');
  }
  let claims;
  try {
    claims = await oauth.validateJwtAccessToken(server, asFetched(request), audience, {
      ...loopback,
      requireDPoP: bound,
    });
  } catch (e) {
    throw refuse(401, scheme, 'invalid_token', reason(e));
  }
  if (proof !== undefined && !proofs.add(proof.jti, PROOF_LIFE)) {
    throw refuse(401, scheme, 'invalid_dpop_proof', 'jti was used before');
  }
  if (scope !== undefined && !(claims.scope ?? '').split(' ').includes(scope)) {
    throw refuse(403, scheme, 'insufficient_scope', scope);
  }
  return {
    headers: nonces.header(),
    body: {
      client_id: claims.client_id,
      sub: claims.sub,
      scope: claims.scope ?? '',
      bound: claims.cnf !== undefined,
      method: request.method,
      path: request.path,
      requests,
    },
  };
}

/** The claims of the proof before anybody has checked it, none if it is no JWT. */
function proofOf(request) {
  if (request.headers.dpop === undefined) {
    return undefined;
  }
  try {
    return jose.decodeJwt(request.headers.dpop);
  } catch {
    return {};
  }
}

function asFetched({ method, url, headers }) {
  return new Request(url, { method, headers });
}

function reason(e) {
  return [e.code, e.message, e.cause instanceof Error ? e.cause.message : undefined].filter(Boolean).join(': ');
}

function refuse(status, scheme, error, description) {
  const parameters = error === undefined ? '' : ` error="${error}"`;
  return new Refusal(
    status,
    { error, error_description: description },
    { 'WWW-Authenticate': scheme + parameters, ...nonces.header() },
  );
}
