"""What the policy and the law ask for: rules with their citations, the law in force on a day, who may decide
what."""
