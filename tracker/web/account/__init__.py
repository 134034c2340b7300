"""Signing in and out, and what people set for themselves; who works here."""

from tracker.domain.person import Rank
from tracker.web.account import (
    account_change,
    account_show,
    code_send,
    invitation,
    members,
    password_ask,
    second_factor,
    sign_in_open,
    sign_out,
)
from tracker.web.routing import route

ROUTES = (
    route("/anmelden", sign_in_open.show),
    route("/anmelden", sign_in_open.send, "POST"),
    route("/anmelden/code", code_send.send, "POST"),
    route("/abmelden", sign_out.send, "POST", rank=Rank.VOLUNTEER),
    route("/passwort", password_ask.show),
    route("/passwort", password_ask.send, "POST"),
    route("/einladung/{token}", invitation.show),
    route("/einladung/{token}", invitation.send, "POST"),
    route("/konto", account_show.show, rank=Rank.VOLUNTEER),
    route("/konto/passwort", account_change.set_password, "POST", rank=Rank.VOLUNTEER),
    route("/konto/interessen", account_change.state_interests, "POST", rank=Rank.VOLUNTEER),
    route("/konto/tasten", account_change.set_shortcuts, "POST", rank=Rank.VOLUNTEER),
    route("/konto/ueberall-abmelden", account_change.sign_out_everywhere, "POST", rank=Rank.VOLUNTEER),
    route("/konto/zweiter-faktor", second_factor.show, rank=Rank.VOLUNTEER),
    route("/konto/zweiter-faktor", second_factor.switch_on, "POST", rank=Rank.VOLUNTEER),
    route("/konto/zweiter-faktor/aus", second_factor.switch_off, "POST", rank=Rank.VOLUNTEER),
    route("/werkstatt/personen", members.show, rank=Rank.OPERATOR),
    route("/werkstatt/personen", members.add, "POST", rank=Rank.OPERATOR),
    route("/werkstatt/personen/{id}", members.change, "POST", rank=Rank.OPERATOR),
)
