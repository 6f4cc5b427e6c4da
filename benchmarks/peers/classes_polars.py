"""Polars: k, classes, uniques, l, entropy l and t of a Parquet file, written as its users would write it."""

import json
import math
import sys

import polars as pl

path, quasi, sensitive = sys.argv[1], sys.argv[2].split(","), sys.argv[3]
rows = pl.scan_parquet(path).select(*quasi, pl.col(sensitive).alias("s"))
spread = rows.group_by(*quasi, "s").len("n").collect(engine="streaming")
whole = spread.group_by("s").agg(pl.col("n").sum().alias("q"))
total = whole["q"].sum()
classes = (
    spread.join(whole.with_columns((pl.col("q") / total).alias("share")).drop("q"), on="s")
    .with_columns(pl.col("n").sum().over(quasi).alias("people"))
    .with_columns((pl.col("n") / pl.col("people")).alias("p"))
    .group_by(*quasi)
    .agg(
        pl.col("people").first(),
        pl.len().alias("l"),
        (-(pl.col("p") * pl.col("p").log()).sum()).alias("entropy"),
        (((pl.col("p") - pl.col("share")).abs().sum() + (1 - pl.col("share").sum())) / 2).alias("t"),
    )
)
found = classes.select(
    k=pl.col("people").min(), classes=pl.len(), uniques=(pl.col("people") == 1).sum(),
    l=pl.col("l").min(), entropy=pl.col("entropy").min(), t=pl.col("t").max(),
).row(0, named=True)  # fmt: skip
found["entropy_l"] = math.floor(math.exp(found.pop("entropy")) + 1e-9)
print(json.dumps(found))
