import pytest

from tracker.errors import RuleError
from tracker.services import passwords

SENTENCE = "vier blaue Brücken im Nebel"


def test_a_password_fits_its_hash_and_no_other():
    kept = passwords.hashed(SENTENCE)
    assert kept.startswith("$argon2id$")
    assert passwords.fits(SENTENCE, kept)
    assert not passwords.fits(SENTENCE + " ", kept)
    assert kept != passwords.hashed(SENTENCE)


def test_a_guess_costs_64_megabytes_and_three_rounds(real_hasher):
    assert real_hasher().hash(SENTENCE).startswith("$argon2id$v=19$m=65536,t=3,")


def test_without_an_account_nothing_fits():
    assert not passwords.fits("nobody has this password", None)
    assert not passwords.fits("", None)


def test_what_is_no_hash_fits_nothing():
    assert not passwords.fits(SENTENCE, "kein Hash")


def test_a_megabyte_is_not_hashed():
    assert not passwords.fits("x" * 1_000_000, passwords.hashed(SENTENCE))


@pytest.mark.parametrize("password", ["kurz", "x" * 201, "abababababab", "ada anker 1234", "Wortgehalten 2026!"])
def test_what_is_easy_to_guess_is_refused(password):
    with pytest.raises(RuleError):
        passwords.hashed(password, name="Ada Anker", email="ada@verein.example")
