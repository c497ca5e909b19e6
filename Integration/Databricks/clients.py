"""Clients of the official SDK for a stand-in."""
from databricks.sdk import WorkspaceClient
from databricks.sdk.core import Config

from checking import expect


def by_token(workspace, **settings):
    """A client with the personal access token."""
    return _client(Config(host=workspace.url, token=workspace.token, auth_type="pat"), settings)


def by_client(workspace, **settings):
    """A client that signs in with OAuth client credentials."""
    return _client(Config(host=workspace.url, client_id=workspace.client_id, client_secret=workspace.client_secret,
                          auth_type="oauth-m2m"), settings)


def _client(config, settings):
    """The client with settings of the SDK changed; some of them cannot be given to its constructor."""
    for name, value in settings.items():
        getattr(config, name)  # a name that the SDK does not know is a mistake
        setattr(config, name, value)
    return WorkspaceClient(config=config)


def expect_error(kind, action, *words):
    """Runs an action that must raise this class of the SDK, with these words in its message; returns the error."""
    try:
        action()
    except Exception as error:
        expect(isinstance(error, kind), f"expected {kind.__name__}, not {type(error).__name__}: {error}")
        for word in words:
            expect(word.lower() in str(error).lower(), f"'{word}' is not in: {error}")
        return error
    expect(False, f"expected {kind.__name__}, but nothing was raised")
