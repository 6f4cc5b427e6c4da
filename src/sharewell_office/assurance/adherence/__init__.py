"""Adherence audits: is a policy followed, six months after its launch?"""
