"""/account/: signing in and out, the second factor, the password, and who you are to this office.

Of allauth's pages only these are there: nobody signs up, and no link arrives by email.
"""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount.providers.openid_connect import views as organisation
from allauth.usersessions import views as sessions
from django.urls import path

from sharewell_office.people import forms, views
from sharewell_office.people.programs import views as programs

urlpatterns = [
    # allauth looks its pages up by these names; an email address is given by the office, so its page is your profile.
    path("", views.profile, name="account_email"),
    path("sign-in/", account.LoginView.as_view(form_class=forms.SignIn), name="account_login"),
    path("sign-out/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("sign-up/", account.signup, name="account_signup"),
    path(
        "confirm/",
        account.ReauthenticateView.as_view(form_class=forms.ConfirmByPassword),
        name="account_reauthenticate",
    ),
    path(
        "password/",
        account.PasswordChangeView.as_view(form_class=forms.ChangePassword),
        name="account_change_password",
    ),
    path("code/", mfa.AuthenticateView.as_view(form_class=forms.Code), name="mfa_authenticate"),
    path(
        "code/confirm/",
        mfa.ReauthenticateView.as_view(form_class=forms.ConfirmByCode),
        name="mfa_reauthenticate",
    ),
    path("second-factor/", mfa.index, name="mfa_index"),
    path(
        "second-factor/app/",
        totp.ActivateTOTPView.as_view(form_class=forms.SetUpCode),
        name="mfa_activate_totp",
    ),
    path("second-factor/app/qr.svg", views.qr_code, name="mfa_qr_code"),
    path("second-factor/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("second-factor/recovery-codes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "second-factor/recovery-codes/new/",
        recovery_codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "second-factor/recovery-codes/download/",
        recovery_codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("second-factor/passkeys/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path(
        "second-factor/passkeys/add/",
        passkeys.AddWebAuthnView.as_view(form_class=forms.AddPasskey),
        name="mfa_add_webauthn",
    ),
    path(
        "second-factor/passkeys/<int:pk>/",
        passkeys.EditWebAuthnView.as_view(form_class=forms.RenamePasskey),
        name="mfa_edit_webauthn",
    ),
    path(
        "second-factor/passkeys/<int:pk>/remove/", views.RemovePasskey.as_view(), name="mfa_remove_webauthn"
    ),
    path("passkey/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("passkey/confirm/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("sessions/", sessions.list_usersessions, name="usersessions_list"),
    path("lost/", views.lost, name="lost"),
    path("organisation/<str:provider_id>/", organisation.login, name="openid_connect_login"),
    path("organisation/<str:provider_id>/back/", organisation.callback, name="openid_connect_callback"),
    path("api-keys/", programs.keys, name="api_keys"),
    path("api-keys/<str:reference>/end/", programs.end, name="api_key_end"),
]
