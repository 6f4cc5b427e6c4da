"""The survey of sharing: every team says what it shares, inside the organisation and out, or signs that it shares none.

roster      who answers for each team, and who stands above them
questions   what is asked of each flow of data
returns     what a team does with its return, until somebody signs it
ladder      when whom is chased, and nobody twice
matching    a flow beside the register: registered, stale, or agreed by nobody
cases       what becomes of a flow that nobody agreed to
coverage    how much of the organisation has answered
"""
