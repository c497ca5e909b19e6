"""Who a request comes from: personal access tokens, OAuth client credentials, and the discovery documents."""
import base64
import secrets
import time
from urllib.parse import parse_qs

from errors import ApiError
from http_server import Response

WORKSPACE_ID = "1234567890123456"


class Auth:
    """Checks and issues tokens. Users are known by name only."""

    def __init__(self, personal_token, client_id, client_secret):
        self.personal = {personal_token: "someone@example.com"} if personal_token else {}
        self.client_id, self.client_secret = client_id, client_secret
        self.issued = {}  # token → (user, end of its life)
        self.expires_in = 3600
        self.issues = 0

    def routes(self):
        return [
            ("GET", "/.well-known/databricks-config", self.workspace_document),
            ("GET", "/oidc/.well-known/oauth-authorization-server", self.server_document),
            ("POST", "/oidc/v1/token", self.token),
            ("GET", "/api/2.0/preview/scim/v2/Me", self.me),
        ]

    def check(self, request):
        """The user of a request; fails as the real service does."""
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        if kind.lower() != "bearer" or not token:
            raise ApiError(401, 401, "Credential was not sent or was of an unsupported type for this API.")
        if token in self.personal:
            return self.personal[token]
        user, end = self.issued.get(token, (None, 0))
        if user is None:
            raise ApiError(403, 403, "Invalid access token.")
        if time.time() >= end:
            raise ApiError(401, 401, "ExpiredJwtException: the access token is expired.")
        return user

    def expire(self):
        """Ends the life of every issued token."""
        self.issued = {token: (user, 0) for token, (user, _) in self.issued.items()}

    def workspace_document(self, request):
        return Response.json({"oidc_endpoint": f"{request.base_url}/oidc",
                              "account_id": "00000000-0000-0000-0000-000000000001",
                              "workspace_id": WORKSPACE_ID, "cloud": "AWS"})

    def server_document(self, request):
        base = f"{request.base_url}/oidc"
        return Response.json({"issuer": base, "authorization_endpoint": f"{base}/v1/authorize",
                              "token_endpoint": f"{base}/v1/token",
                              "grant_types_supported": ["client_credentials"], "scopes_supported": ["all-apis"],
                              "token_endpoint_auth_methods_supported": ["client_secret_basic"]})

    def token(self, request):
        form = {key: values[-1] for key, values in parse_qs(request.body().decode("utf-8", "replace")).items()}
        given = self._client(request, form)
        if not self.client_id or given != (self.client_id, self.client_secret):
            return _refused(401, "invalid_client", "Client authentication failed")
        if form.get("grant_type") != "client_credentials":
            return _refused(400, "unsupported_grant_type", "The grant type is not supported")
        if "all-apis" not in form.get("scope", "").split():
            return _refused(400, "invalid_scope", "Requested scopes are not allowed")
        token = "issued-" + secrets.token_urlsafe(32)
        self.issued[token] = (self.client_id, time.time() + self.expires_in)
        self.issues += 1
        return Response.json({"access_token": token, "token_type": "Bearer", "expires_in": self.expires_in,
                              "scope": "all-apis"})

    def _client(self, request, form):
        kind, _, text = request.headers.get("authorization", "").partition(" ")
        if kind.lower() == "basic":
            try:
                name, _, secret = base64.b64decode(text, validate=True).decode().partition(":")
            except ValueError:
                return None
            return name, secret
        return form.get("client_id"), form.get("client_secret")

    def me(self, request):
        return Response.json({"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "id": "1001",
                              "userName": request.user,
                              "displayName": request.user, "active": True,
                              "emails": [{"type": "work", "value": request.user, "primary": True}]})


def _refused(status, error, description):
    return Response.json({"error": error, "error_description": description}, status)
