"""pyCANON: k, l, entropy l and t of a CSV file."""

import json
import sys

import pandas
from pycanon import anonymity

data = pandas.read_csv(sys.argv[1], dtype=str, keep_default_na=False)
quasi, sensitive = sys.argv[2].split(","), [sys.argv[3]]
print(
    json.dumps(
        {
            "k": int(anonymity.k_anonymity(data, quasi)),
            "l": int(anonymity.l_diversity(data, quasi, sensitive)),
            "entropy_l": int(anonymity.entropy_l_diversity(data, quasi, sensitive)),
            "t": float(anonymity.t_closeness(data, quasi, sensitive)),
        }
    )
)
