"""The relief domain, a package for each topic. Uses SQLAlchemy, and knows no messenger and no conversation."""
