"""Taking over the spreadsheets people have: `take_over(path, kind=…)`, and how each kind is kept."""
