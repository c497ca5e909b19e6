"""Python Feast, which opens the repository that we wrote."""
import contextlib
import io
import logging
import os
import shutil
import warnings

import yaml

warnings.simplefilter("ignore")
from feast import FeatureStore  # noqa: E402

logging.disable(logging.CRITICAL)


@contextlib.contextmanager
def quiet():
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        yield


class Peer:
    """Feast on a repository. Its duckdb store reads relative paths from the working directory, so we go there."""

    def __init__(self, repo):
        os.chdir(repo)
        with quiet():
            self.store = FeatureStore(repo_path=str(repo))

    @staticmethod
    def with_duckdb(repo):
        """Feast on a copy of the repository, with duckdb as its offline store."""
        copy = repo.with_name(repo.name + "_duckdb")
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(repo, copy)
        config = yaml.safe_load((copy / "feature_store.yaml").read_text())
        config["offline_store"] = {"type": "duckdb"}
        (copy / "feature_store.yaml").write_text(yaml.safe_dump(config))
        return Peer(copy)

    def views(self):
        return {view.name: view for view in self.store.list_feature_views()}

    def historical(self, entities, references, full_names=False):
        """The training frame as pandas makes it; `entities` is a pyarrow table without nulls in keys and times."""
        with quiet():
            job = self.store.get_historical_features(
                entity_df=entities.to_pandas(), features=references, full_feature_names=full_names)
            return job.to_df()

    def historical_arrow(self, entities, references, full_names=False):
        """The training frame as duckdb makes it: integers stay integers."""
        with quiet():
            job = self.store.get_historical_features(
                entity_df=entities.to_pandas(), features=references, full_feature_names=full_names)
            return job.to_arrow()

    def online(self, references, keys, full_names=False):
        """Column name -> values."""
        count = len(next(iter(keys.values())))
        rows = [{name: values[row] for name, values in keys.items()} for row in range(count)]
        with quiet():
            answer = self.store.get_online_features(
                features=references, entity_rows=rows, full_feature_names=full_names)
        return answer.to_dict()

    def materialize(self, start, end, views):
        with quiet():
            self.store.materialize(start, end, feature_views=views)

    def materialize_incremental(self, end, views):
        with quiet():
            self.store.materialize_incremental(end, feature_views=views)
