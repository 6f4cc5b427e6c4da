"""How Sharewell looks: GOV.UK Frontend components as Django templates, and every form in their markup."""
