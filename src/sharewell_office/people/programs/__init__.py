"""Programs that act for a person: the keys they come with, and how every one of them is answered."""
